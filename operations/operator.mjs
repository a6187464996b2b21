// Asks the running application for what only the operator of this machine may have.
//
//   node operator.mjs <address> <master key file> password [e-mail]
//   node operator.mjs <address> <master key file> token
import { ask } from './operator-call.mjs';

const [address, keyFile, wish, email] = process.argv.slice(2);
const answer = await ask(address, keyFile, wish, email ? { email } : {});
if (wish === 'token') {
    console.log(answer.token);
} else {
    console.log(`e-mail    ${answer.email}`);
    console.log(`password  ${answer.password}`);
}
