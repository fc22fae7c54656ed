/**
 * Wrong usage or wrong input: something the person who started Caelum can put right.
 *
 * The message is one clear sentence: what is wrong, where, what was expected and what to do next.
 * Commands print it without a stack trace and exit with code 2.
 */
export class InputError extends Error {
  override name = 'InputError';
}

/**
 * What was asked for cannot be done, though nothing was wrong with the asking: training that diverges.
 *
 * Commands print the message, one clear sentence, without a stack trace and exit with code 1.
 */
export class Failure extends Error {
  override name = 'Failure';
}
