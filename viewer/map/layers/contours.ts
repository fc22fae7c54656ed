import { curveBasisClosed, line } from 'd3-shape';
import type { PageStore, State } from '../../state/state.ts';
import { densityLines, type Ring } from '../density.ts';
import type { MapPoints } from '../points.ts';
import type { Layer } from '../scene.ts';

/** How strong the lines are, from the innermost to the outermost. */
const STRENGTHS = [0.85, 0.65, 0.5, 0.35];

/** What the lines follow from. */
type Made = Pick<State, 'hiddenClasses' | 'placedShown'> & Pick<MapPoints, 'positions'>;

/** Lines around shares of the points that are shown: made for zoom 1, drawn at every zoom. */
export function createContours(store: PageStore, points: MapPoints): Layer {
  let made: Made | null = null;
  let paths: Path2D[] = [];
  return (context, scene) => {
    // On their way the points are not where the lines would be.
    if (scene.moving) return;
    const { positions } = points;
    const { hiddenClasses, placedShown } = store.state;
    if (
      made?.positions !== positions ||
      made.hiddenClasses !== hiddenClasses ||
      made.placedShown !== placedShown
    ) {
      made = { positions, hiddenClasses, placedShown };
      paths = densityLines(positions, points.isShown, scene.width, scene.height).map(pathOf);
    }
    const { k, x, y } = scene.transform;
    context.translate(x, y);
    context.scale(k, k);
    context.lineJoin = 'round';
    context.lineWidth = 1.25 / k;
    context.strokeStyle = scene.ink;
    paths.forEach((path, n) => {
      context.globalAlpha = STRENGTHS[n];
      context.stroke(path);
    });
  };
}

/** Curves along the rings, since at a large zoom their corners would show. */
function pathOf(rings: readonly Ring[]): Path2D {
  const draw = line().curve(curveBasisClosed);
  return new Path2D(rings.map((ring) => draw(ring)).join(''));
}
