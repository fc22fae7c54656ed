/** Steps in which the models answer: to a drawing, on the way between two images, and to an edited latent. */
import { imageAt, type Page } from '../../data/load.ts';
import { addMark, type PadStore } from '../../panel/draw/padState.ts';
import { createPen } from '../../panel/draw/pen.ts';
import { channelCount } from '../../panel/edit/applyEdit.ts';
import { openPanel } from '../../state/actions.ts';
import { NO_EDIT } from '../../state/edit.ts';
import type { Answer } from '../../state/state.ts';
import { turnsAt } from '../acting.ts';
import { drawLines, REST_OF_EIGHT, THREE } from '../strokes.ts';
import { strongestChannels } from '../strongest.ts';
import type { Step } from './step.ts';

/** Of each line, milliseconds. */
const LINE = 2600;
const SHORT_LINE = 1400;
/** From one end to the other and half the way back. */
const SLIDE = 5000;
const MUTING = 4500;
/** Channels that are muted one after the other. */
const MUTED = 8;

export function drawing(): Step {
  return {
    title: 'Draw your own',
    text: [
      'The pen draws a 3, and the encoder answers all the while. The ring with hair lines on the map is ' +
        'where the drawing belongs, among the images that are most like it. The pad is yours after the tour.',
    ],
    targets: ['#pad', '#map'],
    async act(stage) {
      openPanel(stage.store, 'draw');
      await drawLines(THREE, createPen(stage.pad), stage, LINE);
    },
  };
}

export function redrawing(): Step {
  return {
    title: 'Change it, and it moves',
    text: [
      'Two more lines make an 8 of the 3. Another drawing has another latent, and so the ring sets out ' +
        'across the map, to where the images are that it resembles now.',
    ],
    targets: ['#map', '#pad'],
    async act(stage) {
      openPanel(stage.store, 'draw');
      putLines(stage.pad);
      await stage.pause(SHORT_LINE);
      await drawLines(REST_OF_EIGHT, createPen(stage.pad), stage, SHORT_LINE);
    },
  };
}

/** The 3 of the step before, whole. */
function putLines(pad: PadStore): void {
  const { width, colour } = pad.state;
  for (const points of THREE) addMark(pad, { kind: 'stroke', width, colour, points });
}

export function between(): Step {
  return {
    title: 'Between two images',
    text: [
      'The slider goes in a straight line from the latent of image A to that of B, and the decoder makes an ' +
        'image of every place on the way: images that nobody has drawn. The line on the map shows the way.',
    ],
    targets: ['.way', '#map'],
    async act({ store, animate }) {
      openPanel(store, 'between');
      await animate(SLIDE, (share) => {
        const t = 1 - Math.abs(1 - 1.5 * share);
        store.update({ between: { ...store.state.between, t } });
      });
    },
  };
}

export function muting(page: Page, selected: number): Step {
  const { latentShape } = page.data;
  const channels = channelCount(latentShape);
  const parts = latentShape.length > 1 ? 'feature maps' : 'numbers';
  const image = imageAt(page, selected);
  return {
    title: 'What the parts are for',
    text: [
      `A latent is made of ${channels} ${parts}, each of which answers to something else in the image. Here ` +
        'the strongest are muted one after the other, and the decoder shows what is missing without them.',
    ],
    targets: ['#panel-edit .three', '.edit-channels, .number-sliders'],
    async act({ store, animate, until }) {
      openPanel(store, 'edit');
      await until(() => isOf(store.state.answer, image));
      const ranked = strongestChannels(store.state.answer!.latent, channels).slice(0, MUTED);
      await animate(MUTING, (share) => {
        const muted = ranked.slice(0, turnsAt(share, ranked.length));
        const gains = new Map(muted.map((channel) => [channel, 0]));
        store.update({ edit: { ...NO_EDIT, gains, channel: muted.at(-1) ?? ranked[0] } });
      });
    },
  };
}

function isOf(answer: Answer | null, image: Float32Array): boolean {
  return answer?.image.every((value, i) => value === image[i]) ?? false;
}
