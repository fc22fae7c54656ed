/** What part of the map is in view: zoomed and shifted by wheel, drag, fingers, keys and buttons. */
import { select } from 'd3-selection';
import { zoom, zoomIdentity, zoomTransform, type ZoomTransform } from 'd3-zoom';
import { wantsLessMotion } from '../parts/elements.ts';
import { onCanvas, type Point } from './layout.ts';

export const LARGEST_ZOOM = 60;
/** Length of a step of the zoom, milliseconds. */
const SMOOTH = 250;

export interface Camera {
  /** Of positions at zoom 1 into CSS pixels of the canvas. */
  readonly transform: ZoomTransform;
  /** The position at zoom 1 that is seen at a place on the canvas. */
  onMap(place: Point): Point;
  /** Makes the map this many times larger. */
  readonly zoomBy: (factor: number) => void;
  /** Shows the whole map. */
  readonly showAll: () => void;
  /** Brings a position of zoom 1 to the middle where it is out of sight. */
  keepInSight(point: Point): void;
  /** Brings a position of zoom 1 to the middle, at least so many times larger than on the whole map. */
  closeUp(point: Point, leastZoom: number): void;
  goTo(transform: ZoomTransform): void;
  /** Tells the size of the canvas, CSS pixels; what is in view stays so. */
  resize(width: number, height: number): void;
}

/**
 * @param moved is called after each change of what is in view
 * @param drags tells whether a drag moves the map now; wheel and two fingers always do
 */
export function createCamera(
  canvas: HTMLCanvasElement,
  moved: () => void,
  drags: () => boolean,
): Camera {
  let [width, height] = [0, 0];
  const zoomer = zoom<HTMLCanvasElement, unknown>()
    .scaleExtent([1, LARGEST_ZOOM])
    // A finger scrolls the page as long as the whole map is in view; two always zoom.
    .filter((event: Event) => {
      if (event instanceof WheelEvent) return true;
      if (event instanceof MouseEvent) return event.button === 0 && drags();
      const alone = (event as TouchEvent).touches.length === 1;
      return !alone || (drags() && zoomTransform(canvas).k > 1);
    })
    .on('zoom', () => {
      canvas.style.touchAction = zoomTransform(canvas).k > 1 ? 'none' : 'pan-y';
      moved();
    })
    .duration(wantsLessMotion() ? 0 : SMOOTH);
  const zoomable = select(canvas).call(zoomer);
  const goTo = (transform: ZoomTransform): void => {
    zoomer.transform(zoomable, transform);
  };
  return {
    get transform() {
      return zoomTransform(canvas);
    },
    onMap({ x, y }) {
      const [mapX, mapY] = zoomTransform(canvas).invert([x, y]);
      return { x: mapX, y: mapY };
    },
    zoomBy(factor) {
      zoomer.scaleBy(zoomable, factor);
    },
    showAll() {
      goTo(zoomIdentity);
    },
    keepInSight(point) {
      const { x, y } = onCanvas(zoomTransform(canvas), point);
      if (x >= 0 && y >= 0 && x <= width && y <= height) return;
      zoomer.translateTo(zoomable, point.x, point.y);
    },
    closeUp({ x, y }, leastZoom) {
      zoomer.scaleTo(zoomable, Math.max(leastZoom, zoomTransform(canvas).k));
      zoomer.translateTo(zoomable, x, y);
    },
    goTo,
    resize(newWidth, newHeight) {
      const whole: [[number, number], [number, number]] = [
        [0, 0],
        [newWidth, newHeight],
      ];
      zoomer.extent(whole).translateExtent(whole);
      const { k, x, y } = zoomTransform(canvas);
      const grown = width > 0 ? newWidth / width : 1;
      [width, height] = [newWidth, newHeight];
      goTo(zoomIdentity.translate(x * grown, y * grown).scale(k));
    },
  };
}
