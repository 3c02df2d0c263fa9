// Loads a page again that could not be shown, after as many seconds as it says, and never in step with the rest of the class.
{
  const seconds = Number(document.currentScript?.dataset.seconds);
  setTimeout(() => location.reload(), 1000 * seconds * (1 + Math.random() / 2));
}
