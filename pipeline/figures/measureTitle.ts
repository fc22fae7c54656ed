import type { MeasureDefinition } from '../contract.ts';

/** With an arrow to where the better values are; none where no direction is better. */
export function measureTitle({ title, better }: MeasureDefinition): string {
  return better === null ? title : `${title} ${better === 'higher' ? '↑' : '↓'}`;
}
