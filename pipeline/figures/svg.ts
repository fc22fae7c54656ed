/**
 * A small typed builder for SVG: what it returns is well-formed XML, whatever the texts hold, and
 * the same input gives the same bytes. Anything that is not a finite number is refused.
 */

/** The elements that the figures are made of. */
export type ElementName =
  'svg' | 'title' | 'desc' | 'g' | 'rect' | 'circle' | 'line' | 'path' | 'image' | 'text' | 'tspan';

export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** Finished markup, as opposed to a string, which is text still to be escaped. */
export class Markup {
  constructor(readonly source: string) {}
}

/**
 * One element. Attributes that are undefined are left out; numbers are rounded by {@link decimal};
 * strings among the children become escaped text.
 */
export function element(
  name: ElementName,
  attributes: Attributes,
  ...children: readonly (Markup | string)[]
): Markup {
  let open = `<${name}`;
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined) continue;
    open += ` ${key}="${typeof value === 'number' ? decimal(value) : escapeText(value)}"`;
  }
  if (children.length === 0) return new Markup(`${open}/>`);
  const inside = children.map((child) =>
    child instanceof Markup ? child.source : escapeText(child),
  );
  return new Markup(`${open}>${inside.join('')}</${name}>`);
}

/** A number to two decimals, a two-hundredth of a pixel at most from what was meant, without −0. */
export function decimal(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`not a number that SVG can hold: ${value}`);
  return String(Math.round(value * 100) / 100 || 0);
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** Text as XML 1.0 may hold it; characters that it forbids, such as lone surrogates, become U+FFFD. */
export function escapeText(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replace(/[&<>"]/g, (character) => ENTITIES[character]);
}
