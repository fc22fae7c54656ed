/** Says so where no image is in view, and offers the way back: the map has much empty ground. */
import { byId } from '../parts/elements.ts';
import { pointRadius, type Scene } from './scene.ts';

/** Tells whether there is anything else to be seen. */
type IsInView = (scene: Scene) => boolean;

/** Gives what looks at each scene that is drawn. */
export function createNothingNote(showAll: () => void, others: IsInView): (scene: Scene) => void {
  const note = byId('map-nothing', HTMLElement);
  byId('map-nothing-all', HTMLButtonElement).addEventListener('click', showAll);
  return (scene) => {
    // The whole map has room for all there is.
    const isEmpty = scene.transform.k > 1 && !scene.moving && !isAnyInView(scene) && !others(scene);
    if (note.hidden === isEmpty) note.hidden = !isEmpty;
  };
}

function isAnyInView(scene: Scene): boolean {
  const { positions, transform, width, height, isShown } = scene;
  const radius = pointRadius(scene);
  for (let i = 0; i < positions.length / 2; i++) {
    const x = positions[2 * i] * transform.k + transform.x;
    const y = positions[2 * i + 1] * transform.k + transform.y;
    const inside = x > -radius && y > -radius && x < width + radius && y < height + radius;
    if (inside && isShown(i)) return true;
  }
  return false;
}
