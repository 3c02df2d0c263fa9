// Reloads a failed page after as many seconds as it names, at a random moment so that a class does not reload at once.
{
  const seconds = Number(document.currentScript?.dataset.seconds);
  setTimeout(() => location.reload(), 1000 * seconds * (1 + Math.random() / 2));
}
