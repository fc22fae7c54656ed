/** Where the drawing belongs: its nearest images and their votes, its place on the map, how usual it is. */
import { countClasses } from '../../../data/classCounts.ts';
import type { Page } from '../../../data/load.ts';
import type { Models } from '../../../models/models.ts';
import { classBars } from '../../../parts/bars.ts';
import { element } from '../../../parts/elements.ts';
import { imageButton } from '../../../parts/imageButton.ts';
import { short, whole } from '../../../parts/numbers.ts';
import type { PageStore, State } from '../../../state/state.ts';
import { describeLanding } from './landing.ts';
import { describeTypical, usualDistances } from './typical.ts';
import { describeVotes } from './votes.ts';

/** Classes that have a bar, so that what stands below stays in its place. */
const MOST_BARS = 3;

export function createBelongs(page: Page, store: PageStore, models: Models): HTMLElement {
  const headline = element('h3');
  const voted = element('ul', {
    class: 'bars votes',
    'aria-label': 'Classes of the nearest images',
  });
  const place = element('p', { class: 'quiet landing' });
  const typical = element('p', { class: 'quiet typical' });
  const nearest = element('div', { class: 'image-row', role: 'group' });
  nearest.setAttribute('aria-label', 'Nearest images');
  const found = element('div', { class: 'found' }, headline, voted, place, typical, nearest);
  const empty = element('p', { class: 'empty' });
  const usual = createUsual(page, models, () => {
    show(store.state);
  });
  let shownIds = '';

  function show({ answer, subject, drawing, engine }: State): void {
    const neighbours = subject === 'drawing' && drawing && answer ? answer.neighbours : null;
    found.hidden = !neighbours;
    empty.hidden = !found.hidden;
    if (!answer || !neighbours) {
      empty.textContent = emptyText(page, drawing !== null, engine);
      return;
    }
    const votes = countClasses(page.labels, neighbours.indices);
    headline.textContent = describeVotes(votes, page.data.dataset.classNames);
    voted.replaceChildren(...classBars(page, votes.slice(0, MOST_BARS), whole));
    place.textContent = answer.place ? describeLanding(page, answer.place) : '';
    const distances = usual();
    typical.textContent = distances
      ? describeTypical(neighbours.distances[0], distances)
      : 'Looking at how far images are from one another…';
    // While one draws, most answers name the same images again.
    const ids = neighbours.indices.join();
    if (ids === shownIds) return;
    shownIds = ids;
    nearest.replaceChildren(
      ...Array.from(neighbours.indices, (index, n) =>
        imageButton(page, store, index, short(neighbours.distances[n])),
      ),
    );
  }
  store.watch(['answer', 'subject', 'drawing', 'engine'], show);
  return element('section', { class: 'belongs', 'aria-label': 'Where it belongs' }, found, empty);
}

/** The usual distances, looked for when first asked for; null until they are known. */
function createUsual(page: Page, models: Models, onFound: () => void): () => Float32Array | null {
  let asked = false;
  let distances: Float32Array | null = null;
  return () => {
    if (!asked) {
      asked = true;
      usualDistances(page, models).then(
        (found) => {
          distances = found;
          onFound();
        },
        // It is told elsewhere, and the models may be started again.
        () => {
          asked = false;
        },
      );
    }
    return distances;
  };
}

function emptyText({ search }: Page, drawn: boolean, engine: State['engine']): string {
  if (engine.status === 'failed') return 'Without the models there is no telling where it belongs.';
  if (!search) return 'This page has nothing to find the nearest images with.';
  if (engine.status === 'loading') return 'The models are loading; what you draw is kept.';
  return drawn
    ? 'Looking for its nearest images…'
    : 'Draw something, or drop a picture: its nearest images and its place on the map come here.';
}
