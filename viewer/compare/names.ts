/** The names of pages that have no room side by side: each brings its page into view, at the same height. */
import type { ComparedPage } from '../../pipeline/contract.ts';

/**
 * @param host of the pages, which scrolls sideways
 * @returns brings the page of a number into view
 */
export function createNames(
  host: HTMLElement,
  pages: readonly Pick<ComparedPage, 'name'>[],
): (page: number) => void {
  const sections = [...host.children] as HTMLElement[];
  const show = (page: number): void => {
    host.scrollTo({ left: sections[page].offsetLeft - host.offsetLeft, behavior: 'instant' });
  };
  const buttons = pages.map(({ name }, n) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = name;
    button.addEventListener('click', () => {
      show(n);
    });
    return button;
  });
  const names = document.getElementById('names')!;
  names.append(...buttons);

  const tell = (): void => {
    const { left, right } = host.getBoundingClientRect();
    const crowded = host.scrollWidth > host.clientWidth + 1;
    names.hidden = !crowded;
    buttons.forEach((button, n) => {
      const at = sections[n].getBoundingClientRect();
      const inView = Math.min(right, at.right) - Math.max(left, at.left) > 0.5 * at.width;
      button.setAttribute('aria-pressed', String(inView));
    });
  };
  host.addEventListener('scroll', tell);
  new ResizeObserver(tell).observe(host);
  return show;
}
