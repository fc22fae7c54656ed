/** Brings pictures onto the pad and tells what was done to them. */
import { element } from '../../../parts/elements.ts';
import { openPanel } from '../../../state/actions.ts';
import type { PageStore } from '../../../state/state.ts';
import { addMark, replacePicture, shownPicture, type PadStore } from '../padState.ts';
import { decodePicture } from './decode.ts';
import { createPictureInput } from './drop.ts';
import { preparePicture, type Sheet } from './prepare.ts';

/** @param buttons that stand beside the one that opens a picture */
export function createPicture(
  store: PageStore,
  pad: PadStore,
  sheet: Sheet,
  buttons: HTMLElement,
): HTMLElement {
  const trouble = element('p', { class: 'trouble', role: 'alert', hidden: '' });
  let latest: File | null = null;

  const open = async (file: File): Promise<void> => {
    latest = file;
    openPanel(store, 'draw');
    trouble.hidden = true;
    try {
      const decoded = await decodePicture(file, Math.max(sheet.width, sheet.height));
      // A later file may have been read sooner.
      if (latest === file) addMark(pad, preparePicture(decoded, sheet));
    } catch (error) {
      if (latest !== file) return;
      trouble.hidden = false;
      trouble.textContent = `${(error as Error).message} The drawing stays as it was.`;
    }
  };
  const input = createPictureInput((file) => {
    void open(file);
  });
  return element(
    'div',
    { class: 'picture-part' },
    element('div', { class: 'row' }, input, buttons),
    trouble,
    createAccount(pad, sheet),
  );
}

/** What was done to the picture on the pad, and the choice of what is ink. */
function createAccount(pad: PadStore, sheet: Sheet): HTMLElement {
  const text = element('p', { class: 'quiet', role: 'status' });
  const box = element('input', { type: 'checkbox' });
  const label = element('label', { class: 'check' }, box, 'Invert');
  box.addEventListener('change', () => {
    const picture = shownPicture(pad.state.marks);
    if (picture) replacePicture(pad, preparePicture(picture.source, sheet, box.checked));
  });
  const row = element('div', { class: 'picture-steps', hidden: '' }, text, label);
  pad.watch(['marks', 'centred'], ({ marks, centred }) => {
    const picture = shownPicture(marks);
    row.hidden = picture === null;
    if (!picture) return;
    label.hidden = picture.inverted === null;
    box.checked = picture.inverted ?? false;
    const last = centred ? 'scaled and centred as MNIST’s digits were' : 'fitted whole';
    const steps = sheet.coloured ? picture.steps : [...picture.steps, last];
    text.textContent = `${picture.source.name}: ${steps.join(' → ')}`;
  });
  return row;
}
