/** The icon of an entry by what it is; a file that is most likely text has lines on it. */
import type { FileEntry } from '../../../src-shared/contract/files.ts'
import type { IconName } from '../../components/icon.tsx'
import { baseName } from './file-tree.ts'

const textName =
  /\.(?:txt|md|rst|sh|bash|py|pl|r|rb|js|ts|c|h|cc|cpp|hpp|java|go|rs|json|ya?ml|toml|ini|cfg|conf|xml|html?|css|csv|tsv|log|wdl|nf|smk|def|lock|list|service|desktop|pc|env|profile)$/i

export function iconOfEntry(entry: FileEntry): IconName {
  switch (entry.type) {
    case 'dir':
      return 'folder'
    case 'symlink':
      return 'symlink'
    case 'file':
      return textName.test(baseName(entry.path)) ? 'file-text' : 'file'
    case 'char':
    case 'block':
      return 'cpu'
    default:
      return 'file'
  }
}
