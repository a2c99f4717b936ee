/**
 * Words that the most used passwords are made of, compared without case, digits and signs at the ends.
 * Short on purpose: length does most of the work (NIST SP 800-63B, 3.1.1.2).
 */
export const COMMON_WORDS: ReadonlySet<string> = new Set(
  `password passwort passw0rd p@ssword p@ssw0rd pass word letmein letmeinplease welcome willkommen hallo hello
  hallohallo hellohello admin administrator root user guest login signin secret geheim master default changeme
  changethis qwerty qwertz qwertyuiop qwertzuiop qwertyqwerty asdfgh asdfghjkl asdfasdf yxcvbnm zxcvbnm qazwsx
  qazwsxedc abc abcd abcdef abcdefg abcdefgh abcdefghij abcabc aaaaaaaaaa iloveyou iloveyouforever ichliebedich
  schatz schatzi liebling sunshine princess prinzessin dragon monkey football fussball baseball basketball
  superman batman spiderman starwars pokemon naruto michael michelle jennifer jessica ashley daniel thomas
  andreas stefan charlie jordan hunter ranger soccer hockey killer trustno trustnoone freedom whatever computer
  internet samsung google facebook instagram linkedin microsoft windows apple android iphone summer sommer
  winter spring autumn herbst fruehling january february march april june july august september october
  november december monday friday freitag berlin hamburg muenchen london deutschland germany testtest test
  testing tester demo example sample fleetgraph mobility access accessaccess passpass passwordpassword
  loveyou mylove forever family mother father babygirl butterfly chocolate cookie flower purple silver golden
  shadow ninja mustang ferrari porsche mercedes corvette harley lovely hannah matrix phoenix thunder tigger
  whatsapp youtube twitter pass1word zaq1zaq1 zaq12wsx 1qaz2wsx 1q2w3e4r 1q2w3e4r5t q1w2e3r4 q1w2e3r4t5`
    .split(/\s+/)
    .filter((word) => word !== ''),
);
