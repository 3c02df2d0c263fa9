// Sets the chosen theme before the first paint, so that the page never flashes.
try {
  const theme = localStorage.getItem("chalknet-theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // The browser blocks its storage (see storage.js): the system's theme applies.
}
