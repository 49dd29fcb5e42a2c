/** Copies a text and says so in its own place for a moment. */
import { useEffect, useState } from 'react'
import { frameText } from '../../src-shared/text/frame.ts'
import { Button, IconButton } from './button.tsx'

export interface CopyButtonProps {
  /** What goes on the clipboard, whole. */
  readonly text: string
  /** What is copied, like *Copy reference*. */
  readonly label?: string
  /** Shows the label beside the icon. */
  readonly hasWord?: boolean
}

export function CopyButton({ text, label = frameText.copy, hasWord = false }: CopyButtonProps) {
  const [isCopied, setCopied] = useState(false)
  useEffect(() => {
    if (!isCopied) return undefined
    const timer = setTimeout(() => setCopied(false), 1600)
    return () => clearTimeout(timer)
  }, [isCopied])
  const copy = (): void => {
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    )
  }
  const word = isCopied ? frameText.copied : label
  const icon = isCopied ? 'check' : 'copy'
  return hasWord ? (
    <Button variant="ghost" icon={icon} onPress={copy}>
      {word}
    </Button>
  ) : (
    <IconButton icon={icon} label={word} onPress={copy} />
  )
}
