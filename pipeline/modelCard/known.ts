/** The facts that models tell of themselves, read back; a text that is not what was written is passed over. */
import { z } from 'zod';
import { FILES } from '../contract.ts';
import { titledSettings } from '../settingTitles.ts';
import type { CardContent } from './content.ts';
import { FACT_TITLES, type FactKey, type Facts } from './facts.ts';
import { plain } from './markdown.ts';

/** What the encoder tells; nothing where Caelum did not write it. */
export function knownFacts({ models }: CardContent): Facts {
  return models[FILES.encoder].facts;
}

/** Rows of title and value, in Markdown, of those that are known. */
export function factRows(facts: Facts, keys: readonly FactKey[]): [string, string][] {
  return keys.flatMap((key): [string, string][] => {
    const value = facts[key];
    return value === undefined ? [] : [[FACT_TITLES[key], plain(inWords(key, value))]];
  });
}

/** Rows of the settings of the training, but for those that other facts tell better. */
export function settingRows({ settings }: Facts): [string, string][] {
  const { data = {} } = Settings.safeParse(parsed(settings));
  const others = Object.entries(data).filter(([name]) => !['model', 'engine'].includes(name));
  return titledSettings(Object.fromEntries(others)).map(([title, value]) => [title, plain(value)]);
}

const Settings = z.record(z.string(), z.union([z.string(), z.number()]));
const Names = z.array(z.string());

function inWords(key: FactKey, value: string): string {
  if (key === 'class_names') return Names.safeParse(parsed(value)).data?.join(', ') ?? value;
  return /^\d+$/.test(value) ? grouped(Number(value)) : value;
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}

/** `60,000` */
export function grouped(count: number): string {
  return count.toLocaleString('en');
}
