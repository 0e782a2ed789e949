// Reads {name: html} as JSON on stdin, writes {name: ["`feature` is not supported by `client`", ...]} on stdout.
import { readFileSync } from 'node:fs';
import { doIUseEmail } from '@jsx-email/doiuse-email';

const clients = process.argv.slice(2);
const pages = JSON.parse(readFileSync(0, 'utf8'));
const found = {};
for (const [name, html] of Object.entries(pages)) {
  const result = doIUseEmail(html, { emailClients: clients });
  found[name] = result.success ? [] : result.errors;
}
process.stdout.write(JSON.stringify(found));
