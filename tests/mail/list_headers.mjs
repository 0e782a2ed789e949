// Reads raw mails as a JSON list of base64 on stdin, writes what a mail program's parser makes of their List-* headers.
import { readFileSync } from 'node:fs';
import { simpleParser } from 'mailparser';

const found = [];
for (const raw of JSON.parse(readFileSync(0, 'utf8'))) {
  const mail = await simpleParser(Buffer.from(raw, 'base64'));
  found.push(mail.headers.get('list') ?? {});
}
process.stdout.write(JSON.stringify(found));
