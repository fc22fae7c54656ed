/** What is under the pad: pen or eraser, its width and colour; and steps back and forth. */
import { element } from '../../parts/elements.ts';
import { redo, undo, visibleMarks, wipe, type PadStore } from './padState.ts';

/** Widths of the pen that can be chosen, in hundredths of the pad. */
const WIDTHS = { min: '2', max: '16', step: '0.5' };

/** @param coloured whether the pen has a colour to choose */
export function createTools(pad: PadStore, coloured: boolean): HTMLElement {
  return element(
    'div',
    { class: 'pad-tools' },
    createToolSwitch(pad),
    createWidth(pad),
    ...(coloured ? [createColour(pad)] : []),
  );
}

function createToolSwitch(pad: PadStore): HTMLElement {
  const button = (tool: 'pen' | 'eraser', name: string): HTMLButtonElement => {
    const made = element('button', { type: 'button' }, name);
    made.addEventListener('click', () => {
      pad.update({ tool });
    });
    pad.watch(['tool'], (state) => {
      made.setAttribute('aria-pressed', String(state.tool === tool));
    });
    return made;
  };
  const attributes = { class: 'switch', role: 'group', 'aria-label': 'Tool' };
  return element('div', attributes, button('pen', 'Pen'), button('eraser', 'Eraser'));
}

function createWidth(pad: PadStore): HTMLElement {
  const slider = element('input', { type: 'range', ...WIDTHS });
  slider.addEventListener('input', () => {
    pad.update({ width: slider.valueAsNumber / 100 });
  });
  pad.watch(['width'], ({ width }) => {
    slider.valueAsNumber = 100 * width;
    slider.setAttribute('aria-valuetext', `${slider.value} % of the pad`);
  });
  return element('label', { class: 'pad-width' }, element('span', {}, 'Width'), slider);
}

function createColour(pad: PadStore): HTMLElement {
  const input = element('input', { type: 'color', value: pad.state.colour });
  input.addEventListener('input', () => {
    pad.update({ colour: input.value });
  });
  return element('label', { class: 'pad-width' }, element('span', {}, 'Colour'), input);
}

/** Undo, redo and clear. */
export function createSteps(pad: PadStore): HTMLElement {
  const button = (name: string, keys: string, step: (pad: PadStore) => void) => {
    const made = element('button', { type: 'button', title: keys, disabled: '' }, name);
    made.addEventListener('click', () => {
      step(pad);
    });
    return made;
  };
  const back = button('Undo', 'Ctrl + Z', undo);
  const forth = button('Redo', 'Ctrl + Shift + Z', redo);
  const clear = button('Clear', 'Delete, on the pad', wipe);
  pad.watch(['marks', 'undone'], ({ marks, undone }) => {
    back.disabled = marks.length === 0;
    forth.disabled = undone.length === 0;
    clear.disabled = visibleMarks(marks).length === 0;
  });
  return element('div', { class: 'buttons' }, back, forth, clear);
}

/** Ctrl + Z goes back and Ctrl + Shift + Z or Ctrl + Y forth, wherever in the tab the focus is. */
export function listenToSteps(host: HTMLElement, pad: PadStore): void {
  host.addEventListener('keydown', (event) => {
    if (!(event.ctrlKey || event.metaKey)) return;
    const key = event.key.toLowerCase();
    if (key === 'y' || (key === 'z' && event.shiftKey)) redo(pad);
    else if (key === 'z') undo(pad);
    else return;
    event.preventDefault();
  });
}
