/**
 * Whether the end of a log that grows stays in view: until the user scrolls up, and again from where they
 * come back to the end. Pure.
 */

/** Where a scrolled region stands, in px. */
export interface ScrollPlace {
  readonly scrollTop: number
  readonly clientHeight: number
  readonly scrollHeight: number
}

/** Less than a line: nobody sees that it is not quite the end. */
const slackPx = 12

export function isAtEnd({ scrollTop, clientHeight, scrollHeight }: ScrollPlace): boolean {
  return scrollTop + clientHeight >= scrollHeight - slackPx
}

/**
 * Whether to follow after a scroll. Only a move up lets go: a log that grew below the view, or a window that
 * became lower, is no wish of the user.
 * @param before `scrollTop` at the last scroll
 */
export function followAfterScroll(isFollowing: boolean, before: number, now: ScrollPlace): boolean {
  if (isAtEnd(now)) return true
  return isFollowing && now.scrollTop >= before
}
