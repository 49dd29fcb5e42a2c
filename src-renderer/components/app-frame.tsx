/**
 * The frame around every view: command bar row, navigation, view, status bar. It is layout and
 * landmarks only; what stands in it is given from outside.
 */
import './frame.css'
import type { ReactNode } from 'react'
import { frameText } from '../../src-shared/text/frame.ts'
import { Brand } from './brand.tsx'
import { IconButton } from './button.tsx'
import { Icon } from './icon.tsx'

export interface AppFrameProps {
  readonly onBack: () => void
  readonly onForward: () => void
  readonly commandBar: ReactNode
  readonly onShortcuts: () => void
  readonly navigation: ReactNode
  /** A sentence about the whole window, like a lost engine. */
  readonly banner: string | null
  readonly statusStart: ReactNode
  readonly statusEnd: ReactNode
  readonly messages: readonly { readonly id: number; readonly text: string }[]
  readonly children: ReactNode
}

/** Ctrl everywhere but on a Mac. */
export const commandKey = /Mac/.test(globalThis.navigator?.platform ?? '') ? '⌘' : 'Ctrl'

export function AppFrame(props: AppFrameProps) {
  return (
    <div className="app-frame">
      <header className="command-row" data-region="command">
        <div className="brand">
          <Brand />
          <span>{frameText.applicationName}</span>
        </div>
        <div className="middle">
          <IconButton icon="back" label={frameText.back} shortcut="Alt+Left" onPress={props.onBack} />
          <IconButton icon="forward" label={frameText.forward} shortcut="Alt+Right" onPress={props.onForward} isQuiet />
          {props.commandBar}
        </div>
        <div className="end">
          <IconButton icon="help" label={frameText.shortcuts} shortcut="?" onPress={props.onShortcuts} isQuiet />
        </div>
      </header>
      <nav className="navigation" aria-label={frameText.views} data-region="navigation">
        {props.navigation}
      </nav>
      <main className="view-region" data-region="view" tabIndex={-1}>
        {props.banner !== null && (
          <div className="frame-banner" role="alert">
            <Icon name="warning" />
            {props.banner}
          </div>
        )}
        {props.children}
      </main>
      <footer className="status-bar">
        <div className="line start">{props.statusStart}</div>
        <span className="grow" />
        <div className="line">{props.statusEnd}</div>
      </footer>
      <div className="pop-up-messages" role="status">
        {props.messages.map((message) => (
          <div key={message.id} className="pop-up-message">
            <Icon name="check" />
            {message.text}
          </div>
        ))}
      </div>
    </div>
  )
}
