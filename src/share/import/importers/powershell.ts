import { type Importer, problem } from '../findings';
import { SAID } from '../words';

/** "Copy as PowerShell", which browsers offer beside what can be read here: worth a word of its own. */
export const powershell: Importer = {
  looksLike: (text) =>
    /^\s*(\$session\s*=|Invoke-(WebRequest|RestMethod)\b|(irm|iwr)\s+-)/im.test(text.slice(0, 5_000)),
  read: async () => problem(null, SAID.powerShell()),
};
