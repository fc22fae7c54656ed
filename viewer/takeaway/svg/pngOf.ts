import { element } from '../../parts/elements.ts';
import { serialised } from './svgOf.ts';

/** @param ratio pixels of the picture for one of CSS */
export async function pngOf(svg: SVGSVGElement, ratio: number): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(serialised(svg))}`;
  await image.decode();
  const canvas = element('canvas');
  canvas.width = Math.ceil(svg.width.baseVal.value * ratio);
  canvas.height = Math.ceil(svg.height.baseVal.value * ratio);
  canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob) resolve(blob);
      else
        reject(
          new Error(
            `This browser cannot make a picture of ${canvas.width} × ${canvas.height} pixels.`,
          ),
        );
    });
  });
}
