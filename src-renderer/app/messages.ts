/** Short messages in the corner, only for harmless confirmations like *Copied*. Never a decision, an error or a verdict. */
import { create } from 'zustand'

export interface Message {
  readonly id: number
  readonly text: string
}

const lastsMs = 4000
let nextId = 0

export const useMessages = create<{ readonly messages: readonly Message[] }>(() => ({ messages: [] }))

/** Confirms something that needs no answer; it leaves by itself. */
export function confirmBriefly(text: string): void {
  const id = nextId++
  useMessages.setState(({ messages }) => ({ messages: [...messages.slice(-2), { id, text }] }))
  setTimeout(
    () => useMessages.setState(({ messages }) => ({ messages: messages.filter((message) => message.id !== id) })),
    lastsMs,
  )
}
