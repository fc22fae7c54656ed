/** Steps about the map: what a point is, who lies beside whom, how the map came about and what to trust of it. */
import type { Page } from '../../data/load.ts';
import { neighboursOf } from '../../data/neighbours.ts';
import { mapKind } from '../../map/kinds.ts';
import { whole } from '../../parts/numbers.ts';
import { selectPoint } from '../../state/actions.ts';
import { turnsAt } from '../acting.ts';
import type { Cast } from '../cast.ts';
import { term, type Step } from './step.ts';

/** Of what is shown by and by, milliseconds. */
const REVEAL = 3000;
const LOOK = 1400;
const REPLAY = 6000;

export function welcome({ data, labels }: Page): Step {
  const numbers = data.latentShape.reduce((product, size) => product * size, 1);
  const classes = [...new Set(labels)].sort((a, b) => a - b);
  return {
    title: 'A map of images',
    text: [
      `Each of the ${whole(labels.length)} dots is an image. A neural network writes every image as ` +
        `${whole(numbers)} numbers, its latent. All lists of so many numbers together are the `,
      term('latent space'),
      ', and the map is a flat picture of it. Colours are classes, which the network was never told.',
    ],
    targets: ['#map'],
    act: ({ store, animate }) =>
      animate(REVEAL, (share) => {
        const hidden = classes.slice(turnsAt(share, classes.length));
        store.update({ hiddenClasses: new Set(hidden) });
      }),
  };
}

export function inside({ images }: Cast): Step {
  return {
    title: 'Inside a dot',
    text: [
      'Choosing a dot opens its image. The ',
      term('encoder'),
      ' is the part of the network that turns an image into its latent; the ',
      term('decoder'),
      ' turns a latent back into an image, the reconstruction. The more the two are alike, the more of the ' +
        'image the latent has kept.',
    ],
    targets: ['#results', '#map'],
    async act({ store, pause }) {
      for (const index of images) {
        selectPoint(store, index);
        await pause(LOOK);
      }
    },
  };
}

export function alike(page: Page, selected: number): Step {
  const nearest = neighboursOf(page, selected);
  return {
    title: 'Who is alike',
    text: [
      'These are the images whose latents are nearest to that of the chosen one: its neighbours. ' +
        'Rings mark them on the map. If it is a good map, they lie close by there as well.',
    ],
    targets: ['.neighbour-row:has(#latent-neighbours)', '#map'],
    act: ({ store, animate }) =>
      animate(REVEAL, (share) => {
        store.update({ highlighted: [...nearest.subarray(0, turnsAt(share, nearest.length))] });
      }),
  };
}

export function making(frames: NonNullable<Page['frames']>): Step {
  const last = frames.iterations.length - 1;
  return {
    title: 'How the map was made',
    text: [
      term('t-SNE'),
      ' is a method that arranges dots on a plane so that neighbours among the latents become neighbours on ' +
        'it. It begins with a small heap, and pulls alike ones together and pushes the others away, step by ' +
        'step. The Replay button shows this at any time.',
    ],
    targets: ['#map'],
    act: ({ store, animate }) =>
      animate(REPLAY, (share) => {
        store.update({ replay: share * last });
      }),
  };
}

export function misreading({ data }: Page, { map }: Cast): Step {
  const { name } = data.maps[map];
  const reading = name.startsWith('tsne')
    ? 'Trust who is next to whom. But how far apart two groups lie means little, and so does how large a ' +
      'group is: t-SNE stretches and squeezes as it needs.'
    : mapKind(name).reading;
  return {
    title: 'How not to misread it',
    text: [
      `${reading} The colours now show the distortion: dots that stand out have lost neighbours, and ` +
        'their place is to be doubted.',
    ],
    targets: ['#map-card'],
    async act({ store, pause }) {
      await pause(LOOK);
      store.update({ colouring: 'distortion' });
    },
  };
}
