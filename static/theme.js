// Sets the chosen theme before anything is drawn, so that the page never flashes.
{
  const theme = localStorage.getItem("chalknet-theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
}
