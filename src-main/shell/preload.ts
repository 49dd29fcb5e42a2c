/**
 * The window's preload script: shows the page exactly one function. It runs sandboxed, knows no
 * channel but the two it makes, and passes messages on without looking into more than their type:
 * the engine and the shell check them.
 */
import { contextBridge, ipcRenderer, webUtils } from 'electron'
import { bridgeName, type PreloadBridge } from '../../src-shared/contract/preload.ts'
import { connectChannelName } from './names.ts'

const bridge: PreloadBridge = {
  connect(onMessage, onClose) {
    const engine = new MessageChannel()
    const shell = new MessageChannel()
    const ports = [engine.port1, shell.port1]
    let isClosed = false
    const close = (): void => {
      if (isClosed) return
      isClosed = true
      for (const port of ports) port.close()
      onClose()
    }
    for (const port of ports) {
      port.onmessage = (event: MessageEvent<unknown>) => onMessage(event.data)
      // Electron tells when the other end is gone.
      port.addEventListener('close', close)
    }
    ipcRenderer.postMessage(connectChannelName, null, [engine.port2, shell.port2])
    return {
      send(message) {
        if (!isClosed) (isForShell(message) ? shell.port1 : engine.port1).postMessage(message)
      },
      close,
      pathOfFile: (file) => (file instanceof File && webUtils ? webUtils.getPathForFile(file) : ''),
    }
  },
}

function isForShell(message: unknown): boolean {
  return typeof message === 'object' && message !== null && 'type' in message && message.type === 'shell'
}

contextBridge.exposeInMainWorld(bridgeName, bridge)
