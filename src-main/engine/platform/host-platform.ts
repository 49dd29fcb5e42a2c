/**
 * The platform port of the window, at the engine's end: asks the shell by message and waits for its
 * answer. A secret passes through here and is kept nowhere.
 */
import type { ToEngine, ToShell } from './host-messages.ts'
import type { PlatformPort } from './port.ts'

export interface HostPlatform {
  readonly port: PlatformPort
  /** Takes what the shell answered. */
  receive(message: Extract<ToEngine, { readonly type: 'secret' | 'secretFailed' | 'proxy' }>): void
}

interface Waiting {
  resolve(value: string | null): void
  reject(error: Error): void
}

type Question =
  | { readonly type: 'getSecret'; readonly name: string }
  | { readonly type: 'setSecret'; readonly name: string; readonly secret: string }
  | { readonly type: 'deleteSecret'; readonly name: string }
  | { readonly type: 'resolveProxy'; readonly url: string }

/** @param post sends to the shell */
export function createHostPlatform(post: (message: ToShell) => void): HostPlatform {
  const waiting = new Map<number, Waiting>()
  let nextId = 0

  const ask = (question: Question): Promise<string | null> =>
    new Promise((resolve, reject) => {
      const id = nextId++
      waiting.set(id, { resolve, reject })
      post({ ...question, id })
    })

  return {
    port: {
      face: 'window',
      secrets: {
        protection: 'keychain',
        get: (name) => ask({ type: 'getSecret', name }),
        set: async (name, secret) => {
          await ask({ type: 'setSecret', name, secret })
        },
        delete: async (name) => {
          await ask({ type: 'deleteSecret', name })
        },
      },
      // A shell that cannot say is no reason not to try without a proxy.
      resolveProxy: (url) => ask({ type: 'resolveProxy', url }).catch(() => null),
      notify: (title, body) => post({ type: 'notify', title: title.slice(0, 200), body: body.slice(0, 1000) }),
    },
    receive(message) {
      const waiter = waiting.get(message.id)
      waiting.delete(message.id)
      if (message.type !== 'secretFailed') waiter?.resolve(message.value)
      else waiter?.reject(new Error(message.reason))
    },
  }
}
