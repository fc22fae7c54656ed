/** Colours that the canvas needs from the style sheet, which knows light and dark. */
export interface Theme {
  readonly paper: string;
  readonly ink: string;
  readonly dark: boolean;
}

/** Calls `listener` now and whenever the person's system turns light or dark. */
export function watchTheme(element: HTMLElement, listener: (theme: Theme) => void): void {
  const darkness = matchMedia('(prefers-color-scheme: dark)');
  const read = (): void => {
    const style = getComputedStyle(element);
    listener({
      paper: style.getPropertyValue('--map').trim(),
      ink: style.getPropertyValue('--ink').trim(),
      dark: darkness.matches,
    });
  };
  darkness.addEventListener('change', read);
  read();
}
