/** Measures that have a value for each class, as bars. */
import { max } from 'd3-array';
import type { Measure, MeasuredValue, Space } from '../../pipeline/contract.ts';
import type { Page } from '../data/load.ts';
import { bar } from '../parts/bars.ts';
import { byId, element } from '../parts/elements.ts';
import { withUnit } from './measures.ts';

interface Choice {
  readonly title: string;
  readonly measure: Measure;
  readonly perClass: readonly (number | null)[];
}

export function createPerClass({ data }: Page): void {
  const choices = perClassChoices(data.metrics.measures, data.metrics.spaces);
  byId('per-class-section', HTMLElement).hidden = choices.length === 0;
  if (choices.length === 0) return;
  const select = byId('per-class-measure', HTMLSelectElement);
  select.append(...choices.map(({ title }) => element('option', {}, title)));
  const show = (): void => {
    const { measure, perClass } = choices[select.selectedIndex];
    const most = max(perClass, (value) => value) ?? 0;
    byId('per-class-note', HTMLElement).textContent = measure.definition;
    byId('per-class', HTMLElement).replaceChildren(
      ...perClass.flatMap((value, label) => {
        if (value === null) return [];
        const { classNames, classColours } = data.dataset;
        const text = withUnit(value, measure.unit);
        const share = most > 0 ? Math.max(0, value) / most : 0;
        return [bar({ name: classNames[label], colour: classColours[label], share, text })];
      }),
    );
  };
  select.addEventListener('change', show);
  show();
}

/** Every measure in every space that has values by class. */
function perClassChoices(measures: readonly Measure[], spaces: readonly Space[]): Choice[] {
  return measures.flatMap((measure) =>
    measure.values.filter(hasClasses).map(({ space, perClass }) => ({
      title: measure.values.length > 1 ? `${measure.title}, ${titleOf(space)}` : measure.title,
      measure,
      perClass,
    })),
  );
  function titleOf(space: string): string {
    return spaces.find(({ name }) => name === space)?.title ?? space;
  }
}

function hasClasses(
  value: MeasuredValue,
): value is MeasuredValue & Required<Pick<MeasuredValue, 'perClass'>> {
  return value.perClass !== undefined;
}
