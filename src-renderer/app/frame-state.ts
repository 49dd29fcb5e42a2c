/** What of the frame is open: the command bar and the sheet of shortcuts. */
import { create } from 'zustand'

export const useFrame = create<{ readonly isCommandBarOpen: boolean; readonly isShortcutsOpen: boolean }>(() => ({
  isCommandBarOpen: false,
  isShortcutsOpen: false,
}))

export function showCommandBar(isOpen: boolean): void {
  useFrame.setState({ isCommandBarOpen: isOpen })
}

export function showShortcuts(isOpen: boolean): void {
  useFrame.setState({ isShortcutsOpen: isOpen })
}
