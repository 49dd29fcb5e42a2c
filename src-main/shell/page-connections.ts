/**
 * Connects pages: takes the two ports their preload sends, hands one to the engine and answers the
 * other. Only the main frame of one of the application's own pages is listened to, and a page has
 * one connection at a time.
 */
import { BrowserWindow, type IpcMainEvent, ipcMain, type MessagePortMain } from 'electron'
import { type ShellEvent, type ShellResponse, shellRequestSchema } from '../../src-shared/contract/shell.ts'
import type { Channel } from '../../src-shared/contract/wire.ts'
import { appError } from '../../src-shared/text/errors/index.ts'
import { createPortChannel } from '../engine/platform/channel-port.ts'
import { toAppError } from '../engine/platform/failures.ts'
import type { Log } from '../engine/platform/log.ts'
import type { EngineSupervisor } from './engine-process.ts'
import { connectChannelName } from './names.ts'
import { isOwnPage } from './policy.ts'
import { carryOut } from './shell-requests.ts'
import type { Windows } from './windows.ts'

export interface PageConnections {
  /** Tells a window something; it is kept until its page is connected. */
  tell(window: BrowserWindow, event: ShellEvent): void
}

const maxPending = 100

export function connectPages(engine: EngineSupervisor, windows: Windows, log: Log): PageConnections {
  const open = new Map<number, Channel>()
  const pending = new Map<number, ShellEvent[]>()

  ipcMain.on(connectChannelName, (event) => {
    const [enginePort, shellPort] = event.ports
    const window = BrowserWindow.fromWebContents(event.sender)
    if (!enginePort || !shellPort || window === null || !isTrusted(event)) {
      log('warn', 'connection refused', { from: event.senderFrame?.url ?? '' })
      for (const port of event.ports) port.close()
      return
    }
    connect(window, event.sender.id, enginePort, shellPort)
  })

  // A page notices through its shell port even where its engine port says nothing.
  engine.onGone(() => {
    for (const channel of open.values()) channel.close()
    open.clear()
  })

  const connect = (
    window: BrowserWindow,
    id: number,
    enginePort: MessagePortMain,
    shellPort: MessagePortMain,
  ): void => {
    open.get(id)?.close()
    if (!engine.connect(enginePort)) {
      enginePort.close()
      shellPort.close()
      return
    }
    const channel = createPortChannel(shellPort)
    open.set(id, channel)
    serveShell(channel, window, windows, log)
    channel.onClose(() => {
      enginePort.close()
      if (open.get(id) === channel) open.delete(id)
    })
    for (const event of pending.get(id) ?? []) send(channel, { type: 'shellEvent', event })
    pending.delete(id)
  }

  return {
    tell(window, event) {
      const { id } = window.webContents
      const channel = open.get(id)
      if (channel) return send(channel, { type: 'shellEvent', event })
      const list = pending.get(id) ?? []
      list.push(event)
      pending.set(id, list.slice(-maxPending))
      window.once('closed', () => pending.delete(id))
      return undefined
    },
  }
}

function isTrusted(event: IpcMainEvent): boolean {
  const frame = event.senderFrame
  return frame !== null && frame === event.sender.mainFrame && isOwnPage(frame.url)
}

function serveShell(channel: Channel, window: BrowserWindow, windows: Windows, log: Log): void {
  channel.onMessage((message) => {
    const parsed = shellRequestSchema.safeParse(message)
    if (!parsed.success) {
      log('warn', 'shell request refused: it does not fit the schema')
      send(channel, { type: 'shellError', id: null, error: appError('SHELL_REQUEST_MALFORMED') })
      return
    }
    const { id, request } = parsed.data
    carryOut(request, window, windows, (event) => send(channel, { type: 'shellEvent', event })).then(
      (value) => send(channel, { type: 'shellValue', id, value }),
      (error: unknown) => send(channel, { type: 'shellError', id, error: toAppError(error) }),
    )
  })
}

function send(channel: Channel, response: ShellResponse): void {
  channel.send(response)
}
