import type { Page } from '../../data/load.ts';
import { byId } from '../../parts/elements.ts';
import { span } from '../../parts/numbers.ts';
import { paintMap, rangeOf } from '../../parts/picture.ts';
import { paintOverlay } from './channelOverlay.ts';
import type { FeatureMap } from './featureSources.ts';

export interface ChannelDetail {
  /** @param image channels × height × width, [0, 1] */
  show(image: Float32Array, channel: number, map: FeatureMap, kept: boolean): void;
}

/** One channel large: by itself on a scale of its own, and over the image that it answers to. */
export function createChannelDetail({ data }: Page): ChannelDetail {
  const alone = byId('channel', HTMLCanvasElement);
  const over = byId('channel-over', HTMLCanvasElement);
  return {
    show(image, channel, map, kept) {
      const range = rangeOf(map.values);
      paintMap(alone, map.values, map.height, map.width, range);
      paintOverlay(over, image, data.images, map, range);
      alone.setAttribute('aria-label', `Feature map ${channel}, large`);
      over.setAttribute('aria-label', `Where feature map ${channel} answers in the image`);
      byId('channel-name', HTMLElement).textContent = `Feature map ${channel}`;
      byId('channel-range', HTMLElement).textContent = span(...range);
      byId('channel-hint', HTMLElement).textContent = kept
        ? 'Kept. Click it again to let it go.'
        : 'Point at another to see it here, click to keep it.';
    },
  };
}
