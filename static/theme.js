// Sets the chosen theme, and the projector mode, before the first paint, so that the page never flashes.
const asksForProjector = /[#&]look\.projector=(true|1|yes|on)(&|$)/i.test(location.hash);
if (asksForProjector) document.documentElement.toggleAttribute("data-projector", true);
try {
  const theme = localStorage.getItem("chalknet-theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  if (localStorage.getItem("chalknet-projector") === "true") document.documentElement.toggleAttribute("data-projector", true);
} catch {
  // The browser blocks its storage (see storage.js): the system's theme applies.
}
