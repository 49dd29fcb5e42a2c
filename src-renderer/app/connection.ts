/**
 * The window's connection to the engine: through the preload's bridge in the window, by WebSocket in
 * the browser face. When the engine goes away it connects again by itself and gives out a new client,
 * so that effects which depend on the client fetch anew.
 */
import { create } from 'zustand'
import { type Client, connectClient } from '../../src-shared/contract/client.ts'
import { findBridge, openBridgeChannel } from '../../src-shared/contract/preload.ts'
import { connectShell, type Shell } from '../../src-shared/contract/shell.ts'
import type { Channel } from '../../src-shared/contract/wire.ts'
import { appError } from '../../src-shared/text/errors/index.ts'
import { openSocketChannel } from './socket-channel.ts'

export interface ConnectionState {
  /** `lost` after it was open; `connecting` only before the first time. */
  readonly state: 'connecting' | 'open' | 'lost'
  readonly client: Client
  /** What only the window's shell can do; null in the browser face. */
  readonly shell: Shell | null
  /** Absolute path of a dropped file; empty where the face cannot know. */
  readonly pathOfFile: (file: File) => string
}

/** Answers every call with ENGINE_GONE; stands in until there is a connection. */
const noClient: Client = {
  call: () => Promise.resolve({ ok: false, error: appError('ENGINE_GONE') }),
  on: () => () => undefined,
  onGone: () => () => undefined,
  close: () => undefined,
}

export const useConnection = create<ConnectionState>(() => ({
  state: 'connecting',
  client: noClient,
  shell: null,
  pathOfFile: () => '',
}))

interface Opened {
  readonly channel: Channel
  readonly shell: Shell | null
  readonly pathOfFile: (file: File) => string
}

async function open(): Promise<Opened> {
  const bridge = findBridge()
  if (bridge !== null) {
    const channel = openBridgeChannel(bridge)
    return { channel, shell: connectShell(channel), pathOfFile: (file) => channel.pathOfFile(file) }
  }
  const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:'
  const channel = await openSocketChannel(`${scheme}//${location.host}/engine`)
  return { channel, shell: null, pathOfFile: () => '' }
}

const firstDelayMs = 250
const longestDelayMs = 4000

/** Connects, and connects again whenever the engine goes away, with growing pauses. */
export function startConnection(): void {
  let delayMs = firstDelayMs
  const again = (): void => {
    setTimeout(connect, delayMs)
    delayMs = Math.min(longestDelayMs, delayMs * 2)
  }
  const connect = (): void => {
    open().then(
      ({ channel, shell, pathOfFile }) => {
        const client = connectClient(channel)
        client.onGone(() => {
          useConnection.setState({ state: 'lost' })
          again()
        })
        // The bridge has no moment of opening: the first answer proves that the engine is there.
        void client.call('settings.capabilities', {}).then((result) => {
          if (!result.ok && result.error.code === 'ENGINE_GONE') return
          delayMs = firstDelayMs
          useConnection.setState({ state: 'open', client, shell, pathOfFile })
        })
      },
      () => again(),
    )
  }
  connect()
}

/** The client of now. It changes when the engine was started again: name it as a dependency of effects. */
export function useClient(): Client {
  return useConnection((state) => state.client)
}

/** The client of now, for code outside of components. */
export function currentClient(): Client {
  return useConnection.getState().client
}
