/** Keys that work anywhere on the page. */

/** Elements in which a letter is a letter. */
const TYPED_IN = 'input:not([type=checkbox], [type=radio], [type=range]), textarea, select';

/** Calls `action` when a key is pressed alone, but for where one types. */
export function listenToShortcut(key: string, action: () => void): void {
  document.addEventListener('keydown', (event) => {
    if (event.key.toLowerCase() !== key || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target instanceof Element && event.target.closest(TYPED_IN)) return;
    event.preventDefault();
    action();
  });
}
