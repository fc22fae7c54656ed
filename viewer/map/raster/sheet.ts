import { Raster } from './raster.ts';

/** A raster as large as a canvas, which is painted anew and laid onto it. */
export interface Sheet {
  /**
   * @param margin of the raster, in its pixels
   * @param opacity with which it is laid, 0 to 1
   */
  lay(
    context: CanvasRenderingContext2D,
    margin: number,
    opacity: number,
    paint: (raster: Raster) => void,
  ): void;
}

export function createSheet(): Sheet {
  const surface = new OffscreenCanvas(1, 1);
  // Its pixels are written by the processor.
  const pixels = surface.getContext('2d', { willReadFrequently: true })!;
  let raster = new Raster(1, 1, 0);
  return {
    lay(context, margin, opacity, paint) {
      const { width, height } = context.canvas;
      if (raster.seenWidth !== width || raster.seenHeight !== height || raster.margin !== margin) {
        raster = new Raster(width, height, margin);
        surface.width = width;
        surface.height = height;
      }
      paint(raster);
      pixels.putImageData(raster.image(), -margin, -margin, margin, margin, width, height);
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.globalAlpha = opacity;
      context.drawImage(surface, 0, 0);
    },
  };
}
