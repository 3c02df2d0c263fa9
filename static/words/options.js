// Options: what the page calls the values of a field, as in its control in the settings.

/** @param {string} field @param {string} value @returns {string} the text of the option, or the value itself */
export const optionText = (field, value) => document.querySelector(`[data-field="${field}"] option[value="${value}"]`)?.textContent ?? value;
