/** How far the place of an image on a map can be trusted, in one word and one sentence. */
import { percent, rough } from '../../parts/numbers.ts';

export interface PlaceFacts {
  /** Its nearest in latent space that are looked at. */
  readonly neighbours: number;
  /** How many of them are among as many nearest on the map. */
  readonly shared: number;
  /** Of the image on this map, 0 to 1. */
  readonly distortion: number;
  /** By how many places its nearest have fallen back on the map, on average. */
  readonly places: number;
  /** Uncertainty of a placed image as a share of the map's width; null for a mapped one. */
  readonly spread: number | null;
}

export interface Verdict {
  readonly trust: Trust;
  /** Such as `Its place can be trusted`. */
  readonly title: string;
  /** What it is built on, to go on after the title and a colon. */
  readonly reason: string;
}

export type Trust = 'good' | 'fair' | 'poor';

/** The most that is still good or fair; beyond it is poor. */
export const LIMITS = {
  distortion: { good: 0.01, fair: 0.05 },
  spread: { good: 0.05, fair: 0.15 },
} as const;

const TITLES: Readonly<Record<Trust, string>> = {
  good: 'Its place can be trusted',
  fair: 'Its place is a compromise',
  poor: 'Its place misleads',
};

const BAD: Readonly<Record<Trust, number>> = { good: 0, fair: 1, poor: 2 };

/** By the worse of its distortion and, where it was placed, its spread. */
export function judgePlace(facts: PlaceFacts): Verdict {
  const byDistortion = level(facts.distortion, LIMITS.distortion);
  const bySpread = facts.spread === null ? 'good' : level(facts.spread, LIMITS.spread);
  const trust = BAD[bySpread] > BAD[byDistortion] ? bySpread : byDistortion;
  return { trust, title: TITLES[trust], reason: [overlap(facts), ...because(facts)].join(', ') };

  function because({ neighbours, shared, places, spread }: PlaceFacts): string[] {
    if (trust !== byDistortion) {
      return [`and its nearest are spread over ${percent(spread!)} of the map’s width`];
    }
    if (trust !== 'good') {
      return [`and the ${neighbours} fell back by ${rough(places)} places on average`];
    }
    return 2 * shared < neighbours ? ['and the others are close by'] : [];
  }
}

function level(value: number, { good, fair }: (typeof LIMITS)[keyof typeof LIMITS]): Trust {
  if (value <= good) return 'good';
  return value <= fair ? 'fair' : 'poor';
}

function overlap({ neighbours, shared }: PlaceFacts): string {
  const nearest = `${neighbours} nearest`;
  if (shared === 0) {
    return `none of its ${nearest} in latent space is among its ${nearest} here`;
  }
  return `${shared} of its ${nearest} in latent space ${shared === 1 ? 'is' : 'are'} also among its ${nearest} here`;
}
