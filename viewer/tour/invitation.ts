/** Offers the tour to who opens such a page for the first time, until it is taken or declined. */
import { isEmbedded } from '../linking/linking.ts';
import { byId } from '../parts/elements.ts';

/** Where the browser remembers that the tour is known. */
const KEY = 'caelum-tour';

/** @returns takes the offer back for good */
export function createInvitation(): () => void {
  const invitation = byId('tour-invitation', HTMLElement);
  const withdraw = (): void => {
    invitation.hidden = true;
    remember();
  };
  invitation.hidden = isKnown();
  byId('tour-decline', HTMLButtonElement).addEventListener('click', () => {
    withdraw();
    byId('tour-open', HTMLButtonElement).focus();
  });
  return withdraw;
}

/** A browser may keep nothing for a file, or refuse to be asked; pages within a page offer nothing. */
function isKnown(): boolean {
  if (isEmbedded()) return true;
  try {
    return localStorage.getItem(KEY) !== null;
  } catch {
    return false;
  }
}

function remember(): void {
  try {
    localStorage.setItem(KEY, 'known');
  } catch {
    // Then it is offered again another time.
  }
}
