import { useQuery } from '@apollo/client/react';
import { Button } from '@mantine/core';
import { EditProfileDocument, type OwnProfileFragment } from '../../graphql/__generated__/graphql.js';
import { Fault, Loaded } from '../../graphql/loaded.js';
import { signOut } from '../../session/session.js';
import { SignedInOnly } from '../../session/signed-in-only.js';
import { Facts } from '../../ui/facts.js';
import { Waiting } from '../../ui/notes/waiting.js';
import { Page } from '../../ui/page.js';
import { useWords } from '../../words/words-context.js';
import { ProfileForm } from './profile-form.js';

/** Who somebody is here, and how they want to be written to. */
export default function EditProfile() {
  const { t } = useWords();
  return (
    <Page title={t('account.title')} narrow>
      <SignedInOnly>
        <Profile />
      </SignedInOnly>
    </Page>
  );
}

function Profile() {
  const { t } = useWords();
  const result = useQuery(EditProfileDocument);
  return (
    <>
      <Loaded result={result} waiting={<Waiting rows={5} height={64} />}>
        {({ me }) => (me === null ? <Fault kind="signedOut" retry={result.refetch} /> : <Whole person={me} />)}
      </Loaded>
      <div>
        <Button variant="default" onClick={() => signOut()}>
          {t('account.signOut')}
        </Button>
      </div>
    </>
  );
}

function Whole({ person }: { person: OwnProfileFragment }) {
  const { t } = useWords();
  return (
    <>
      <Facts
        rows={[
          [t('account.email'), person.email],
          [t('account.roles'), person.roles?.map((role) => t(`role.${role}`)).join(', ')],
          [t('account.organisation'), person.organisation?.name],
        ]}
      />
      <ProfileForm person={person} />
    </>
  );
}
