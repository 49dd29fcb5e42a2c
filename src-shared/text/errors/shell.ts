import type { ErrorText } from './entry.ts'

/** Errors of the window's shell and of the browser face. */
export const shellErrors = {
  SHELL_REQUEST_MALFORMED: {
    area: 'shell',
    kind: 'wrongUsage',
    message: 'The window was asked for something it does not know.',
  },
  LINK_NOT_ALLOWED: {
    area: 'shell',
    kind: 'notPermitted',
    message: 'This link is not opened: only https addresses are.',
    hint: 'Copy the address and open it yourself if you trust it.',
  },
  MESSAGE_MALFORMED: {
    area: 'shell',
    kind: 'wrongUsage',
    message: 'The engine was sent a message it does not understand.',
  },
  TOO_MANY_CALLS: {
    area: 'shell',
    kind: 'conflict',
    message: 'Too many calls are open at once.',
    hint: 'Wait until some have ended.',
  },
  SERVE_NOT_LOOPBACK: {
    area: 'shell',
    kind: 'notPermitted',
    message: 'SIF Desktop does not listen on {host}: only on this computer itself.',
    hint: 'To use it from another computer, forward the port with ssh -L.',
  },
  PORT_IN_USE: {
    area: 'shell',
    kind: 'conflict',
    message: 'Port {port} is in use by another program.',
    hint: 'Choose another port with --port, or leave it out.',
  },
  RENDERER_NOT_BUILT: {
    area: 'shell',
    kind: 'notFound',
    message: 'The pages of the window have not been built.',
    hint: 'Run npm run build.',
  },
} as const satisfies Record<string, ErrorText>
