/** What the browser face says outside of the application's own pages. */
export const serveText = {
  title: 'SIF Desktop',
  opening: 'Opening SIF Desktop…',
  openNow: 'Open it now',
  notSignedInTitle: 'This browser is not connected',
  notSignedIn:
    'SIF Desktop runs here, but only for who started it. Open the address that it printed in its terminal; each address works once. Pressing Enter there prints a new one.',
  usedTitle: 'This address no longer works',
  used: 'It was used already, or is not complete. Press Enter in the terminal where SIF Desktop runs: it prints a new one.',
  notFound: 'There is no such page.',
  refused: 'This request was refused.',
  readyLine: (url: string): string =>
    `SIF Desktop is running. Open this address in a browser; it works once:\n\n  ${url}\n`,
  newAddressHint: 'Press Enter for a new address, Ctrl-C to stop.',
  stopHint: 'Ctrl-C stops it.',
  forwardHint: (port: number): string =>
    `From another computer: ssh -L ${port}:127.0.0.1:${port} this-host, then open the same address there.`,
} as const
