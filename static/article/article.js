// The article under the playground. Its figures load and begin when they are scrolled to.

export class Article {
  /**
   * @param {import("../run/state.js").State} state
   * @param {() => void} failed called when the figures do not come
   */
  constructor(state, failed) {
    this.state = state;
    this.failed = failed;
    /** What draws each figure that has begun. @type {Set<(colors: import("../paint/colors.js").Colors) => void>} */
    this.begun = new Set();
    this.colors = state.colors;
    const article = /** @type {HTMLElement} */ (document.getElementById("article"));
    const observer = new IntersectionObserver((entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        observer.unobserve(target);
        // Where its file does not come, it is asked for again when the figure comes into view again.
        this.begin(/** @type {HTMLElement} */ (target)).catch(() => (this.failed(), addEventListener("scrollend", () => observer.observe(target), { once: true })));
      }
    });
    for (const figure of article.querySelectorAll("[data-figure]")) observer.observe(figure);
    // The link moves the view and the focus, not the address, which holds the experiment.
    document.getElementById("to-article")?.addEventListener("click", (event) => {
      event.preventDefault();
      article.scrollIntoView({ behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
      article.focus({ preventScroll: true });
    });
  }

  /** @param {HTMLElement} figure */
  async begin(figure) {
    const { figures } = await import("../panels.js");
    const draw = figures[figure.dataset.figure ?? ""]?.(figure);
    if (!draw) return;
    this.begun.add(draw);
    figure.classList.add("begun");
    draw(this.state.colors);
  }

  draw() {
    const { colors } = this.state;
    if (colors === this.colors) return;
    this.colors = colors;
    for (const draw of this.begun) draw(colors);
  }
}
