/** Does what the window's shell asks of the page: menu entries, deep links, files opened with the application. */
import { useEffect } from 'react'
import type { ShellCommand, ShellEvent } from '../../src-shared/contract/shell.ts'
import { assertNever } from '../../src-shared/model/result.ts'
import { useConnection } from './connection.ts'
import { showCommandBar, showShortcuts } from './frame-state.ts'
import { focusFilter } from './keyboard.ts'
import { addImages, openPaths, openReference } from './open.ts'
import { goBack, goForward, navigate } from './router.ts'

function runCommand(command: ShellCommand): void {
  switch (command) {
    case 'addImages':
      addImages()
      break
    case 'commandBar':
      showCommandBar(true)
      break
    case 'back':
      goBack()
      break
    case 'forward':
      goForward()
      break
    case 'shortcuts':
      showShortcuts(true)
      break
    case 'find':
      focusFilter()
      break
    default:
      assertNever(command)
  }
}

function handle(event: ShellEvent): void {
  switch (event.event) {
    case 'navigate':
      navigate(event.address)
      break
    case 'openFiles':
      openPaths(event.paths)
      break
    case 'openReference':
      openReference(event.reference)
      break
    case 'command':
      runCommand(event.command)
      break
    default:
      assertNever(event)
  }
}

export function useShellEvents(): void {
  const shell = useConnection((state) => state.shell)
  useEffect(() => shell?.listen(handle), [shell])
}
