import { createStore, type Store } from '../../state/store.ts';
import type { Centred } from './centre.ts';
import type { Picture } from './picture/prepare.ts';

/** One line of the pen. */
export interface Stroke {
  readonly kind: 'stroke';
  /** Width of the line as a share of the pad's longer side. */
  readonly width: number;
  /** CSS colour; that of the paper where the line erases. */
  readonly colour: string;
  readonly points: readonly PenPoint[];
}

/** Where the pen was, as shares of the pad's width and height, and how hard it was pressed. */
export interface PenPoint {
  readonly x: number;
  readonly y: number;
  /** Times the width of the line: 1 for mouse and finger. */
  readonly force: number;
}

/** What was done to the pad, one after the other; a picture or a wipe hides all before it. */
export type Mark = Stroke | Picture | { readonly kind: 'wipe' };

/** What the pad is like; the main store only learns what the network sees of it. */
export interface PadState {
  readonly marks: readonly Mark[];
  /** Marks taken back, the latest first. */
  readonly undone: readonly Mark[];
  /** The line that is being drawn. */
  readonly current: Stroke | null;
  readonly tool: 'pen' | 'eraser';
  /** As {@link Stroke.width}. */
  readonly width: number;
  /** Of the pen, CSS. */
  readonly colour: string;
  /** Whether the drawing is scaled and centred as MNIST's digits were. */
  readonly centred: boolean;
  /** How the drawing was centred; null while empty or taken as it stands. */
  readonly centring: Centred | null;
}

export type PadStore = Store<PadState>;

/** As bold as MNIST's digits are when the pad is filled. */
const PEN_WIDTH = 0.075;

export function createPadStore(centred: boolean): PadStore {
  return createStore<PadState>({
    marks: [],
    undone: [],
    current: null,
    tool: 'pen',
    width: PEN_WIDTH,
    colour: '#ffffff',
    centred,
    centring: null,
  });
}

/** Adds a mark; what was taken back before cannot come again. */
export function addMark(pad: PadStore, mark: Mark): void {
  pad.update({ marks: [...pad.state.marks, mark], undone: [], current: null });
}

export function undo(pad: PadStore): void {
  const { marks, undone } = pad.state;
  if (marks.length === 0) return;
  pad.update({ marks: marks.slice(0, -1), undone: [marks[marks.length - 1], ...undone] });
}

export function redo(pad: PadStore): void {
  const { marks, undone } = pad.state;
  if (undone.length === 0) return;
  pad.update({ marks: [...marks, undone[0]], undone: undone.slice(1) });
}

export function wipe(pad: PadStore): void {
  if (visibleMarks(pad.state.marks).length > 0) addMark(pad, { kind: 'wipe' });
}

/** The marks that are to be seen: none before the last picture or wipe. */
export function visibleMarks(marks: readonly Mark[]): (Stroke | Picture)[] {
  const visible: (Stroke | Picture)[] = [];
  for (const mark of marks) {
    if (mark.kind !== 'stroke') visible.length = 0;
    if (mark.kind !== 'wipe') visible.push(mark);
  }
  return visible;
}

/** The picture under the lines; null where there is none. */
export function shownPicture(marks: readonly Mark[]): Picture | null {
  const [first] = visibleMarks(marks);
  return (first as Stroke | Picture | undefined)?.kind === 'picture' ? (first as Picture) : null;
}

/** Puts another picture in the place of the shown one, under the lines drawn on it. */
export function replacePicture(pad: PadStore, picture: Picture): void {
  const shown = shownPicture(pad.state.marks);
  pad.update({ marks: pad.state.marks.map((mark) => (mark === shown ? picture : mark)) });
}
