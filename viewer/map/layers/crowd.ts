/**
 * The images that have no pictures: below the map's own points as a density, in cells of the classes' colours,
 * and above them as small points, once there are few enough in view.
 */
import type { Crowd } from '../../data/crowd.ts';
import type { Page } from '../../data/load.ts';
import { isCrowdShown } from '../../state/shown.ts';
import type { PageStore, State } from '../../state/state.ts';
import { countNear, isAnyIn } from '../crowd/blocks.ts';
import { createFade } from '../crowd/fade.ts';
import { marksShare, outerRadius, stampMarks } from '../crowd/marks.ts';
import { boxInView, placingOf, windowOn, type Placing } from '../crowd/placing.ts';
import { createPyramid, type Pyramid } from '../crowd/pyramid.ts';
import type { Shading } from '../crowd/shading.ts';
import type { MapPoints } from '../points.ts';
import { cssColours } from '../raster/cssColours.ts';
import { mix } from '../raster/raster.ts';
import { createSheet } from '../raster/sheet.ts';
import type { Layer, Scene } from '../scene.ts';

/** Of a frame, that painting tiles may take, milliseconds. */
const BUDGET = 6;
/** How much of all this is seen behind a group. */
const BEHIND_GROUP = 0.4;
/**
 * How much less is seen of the map's own points where the density tells of the whole map, which they would cover;
 * from this zoom on there is room between them.
 */
const STEP_BACK = { share: 0.8, untilZoom: 4 };
/** Share of ink in grey, of 256. */
const GREY = 130;

/** What a shading follows from. */
type Shaded = Pick<State, 'hiddenClasses' | 'colouring'> & Pick<Scene, 'paper' | 'ink'>;

export interface CrowdLayer {
  readonly cells: Layer;
  /** To be drawn after the cells of the same scene. */
  readonly marks: Layer;
  /** Whether any of them is seen, in the scene that was drawn last. */
  readonly isInView: (scene: Scene) => boolean;
  /** How much is seen of the map's own points, 0 to 1. */
  readonly pointOpacity: (scene: Scene) => number;
}

export function createCrowdLayer(
  { data }: Page,
  store: PageStore,
  points: MapPoints,
  coming: Promise<Crowd | null>,
  redraw: () => void,
): CrowdLayer {
  let crowd: Crowd | null = null;
  void coming.then((found) => {
    crowd = found;
    redraw();
  });
  const { classColours } = data.dataset;
  const fade = createFade(redraw);
  const sheet = createSheet();
  const drawCells = cellDrawer();
  let placing: Placing | null = null;
  /** How much of the density was drawn last, and how much is to be seen of the single points; 0 to 1. */
  let [density, single] = [0, 0];
  let shaded: Shaded | null = null;
  let shading: Shading;
  let pyramid: Pyramid;

  function shade(found: Crowd, { paper, ink }: Scene): void {
    const { hiddenClasses, colouring } = store.state;
    if (
      shaded?.hiddenClasses === hiddenClasses &&
      shaded.colouring === colouring &&
      shaded.paper === paper &&
      shaded.ink === ink
    ) {
      return;
    }
    shaded = { hiddenClasses, colouring, paper, ink };
    const [ground, line, ...colours] = cssColours([paper, ink, ...classColours]);
    const grey = mix(ground, line, GREY);
    shading = {
      grey,
      // The last is of those without a label.
      palette: [...(colouring === 'class' ? colours : colours.map(() => grey)), grey],
      isCounted: [...colours.map((_, label) => !hiddenClasses.has(label)), true],
    };
    pyramid = createPyramid(found, shading);
  }

  store.watch(['crowdShown'], redraw);

  const cells: Layer = (context, scene) => {
    [density, single] = [0, 0];
    if (crowd === null) return;
    const seen = fade(isCrowdShown(store.state));
    if (seen === 0) return;
    // On its way out it stays where it was: another map has another view.
    if (store.state.map === 0) placing = placingOf(crowd.grid, points.fit, scene.transform);
    if (placing === null) return;
    shade(crowd, scene);
    const share = marksShare(countNear(crowd, boxInView(placing, scene)));
    store.update({ crowdSeen: share > 0.5 ? 'points' : 'density' });
    density = seen * (1 - share);
    const opacity = seen * (scene.group.size > 0 ? BEHIND_GROUP : 1);
    single = opacity * share;
    if (share < 1 && !drawCells(context, scene, placing, pyramid, opacity * (1 - share))) redraw();
  };
  const marks: Layer = (context, scene) => {
    if (crowd === null || placing === null || single === 0) return;
    const [found, where] = [crowd, placing];
    const margin = Math.ceil(2 * (outerRadius(scene, found.labels.length) + 2) * scene.ratio);
    sheet.lay(context, margin, single, (raster) => {
      const [paper] = cssColours([scene.paper]);
      raster.clear(paper);
      stampMarks(raster, scene, found, where, paper, shading.palette, shading.isCounted);
    });
  };
  return {
    cells,
    marks,
    isInView(scene) {
      if (crowd === null || placing === null || density + single === 0) return false;
      return isAnyIn(crowd, boxInView(placing, scene), (label) => shading.isCounted[label]);
    },
    pointOpacity({ transform: { k }, group }) {
      // A group, or a number, is told by the points alone.
      if (group.size > 0 || store.state.colouring !== 'class') return 1;
      const { share, untilZoom } = STEP_BACK;
      return 1 - share * density * Math.max(0, (untilZoom - k) / (untilZoom - 1));
    },
  };
}

/** Draws the cells of the density in view; what it gives tells whether all are painted. */
function cellDrawer() {
  const surface = new OffscreenCanvas(1, 1);
  const pixels = surface.getContext('2d', { willReadFrequently: true })!;
  let image = new ImageData(1, 1);
  return (
    context: CanvasRenderingContext2D,
    scene: Scene,
    placing: Placing,
    pyramid: Pyramid,
    opacity: number,
  ): boolean => {
    const window = windowOn(placing, boxInView(placing, scene));
    if (window === null) return true;
    const { depth, column, row, columns, rows } = window;
    // It only grows: how many cells are in view changes with every step of the zoom.
    if (image.width < columns || image.height < rows) {
      image = new ImageData(Math.max(image.width, columns), Math.max(image.height, rows));
      surface.width = image.width;
      surface.height = image.height;
    }
    const cells = new Uint32Array(image.data.buffer);
    cells.fill(0);
    const end = performance.now() + BUDGET;
    const isLate = (): boolean => !scene.final && performance.now() > end;
    const complete = pyramid.copy(cells, image.width, window, isLate);
    pixels.putImageData(image, 0, 0, 0, 0, columns, rows);
    const side = placing.unit * 2 ** depth;
    // A point stands in the middle of its level.
    const edge = placing.unit / 2;
    context.globalAlpha = opacity;
    context.drawImage(
      surface,
      0,
      0,
      columns,
      rows,
      placing.x - edge + column * side,
      placing.y - edge + row * side,
      columns * side,
      rows * side,
    );
    return complete;
  };
}
