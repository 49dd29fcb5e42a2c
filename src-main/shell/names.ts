/** Names that the shell and its preload script share. */

/** The one message a page's preload sends: it carries the ports of a new connection. */
export const connectChannelName = 'connect'

/** Pages are served from here; no other address is ever shown in a window. */
export const pageOrigin = 'app://sif-desktop'
