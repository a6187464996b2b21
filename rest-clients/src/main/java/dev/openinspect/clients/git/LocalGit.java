package dev.openinspect.clients.git;

import dev.openinspect.repositories.CodeHost;
import dev.openinspect.repositories.CodeHost.Branch;
import dev.openinspect.repositories.CodeHost.CodeHostFailure;
import dev.openinspect.repositories.CodeHost.RemoteRepository;
import dev.openinspect.repositories.GitService;
import dev.openinspect.repositories.PushRule;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.eclipse.jgit.errors.RepositoryNotFoundException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.RepositoryCache.FileKey;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.ReceiveCommand;
import org.eclipse.jgit.transport.ReceivePack;
import org.eclipse.jgit.transport.RefAdvertiser.PacketLineOutRefAdvertiser;
import org.eclipse.jgit.transport.UploadPack;
import org.eclipse.jgit.util.FS;
import org.jspecify.annotations.Nullable;

/** A repository on this machine, served in process by JGit, which runs none of its hooks. For one request. */
final class LocalGit {
    private static final PersonIdent PUSHER = new PersonIdent("Open-Inspect", "bot@open-inspect.dev");
    private static final long LARGEST_OBJECT = 1L << 30;

    private final Path folder;

    LocalGit(Path folder) {
        QuietSystem.install();
        this.folder = folder;
    }

    RemoteRepository look() {
        try (Repository repository = open()) {
            Ref head = repository.exactRef(Constants.HEAD);
            String target = head == null ? "" : head.getTarget().getName();
            boolean born = head != null && head.getObjectId() != null && target.startsWith(Constants.R_HEADS);
            List<Branch> branches = repository.getRefDatabase().getRefsByPrefix(Constants.R_HEADS).stream()
                    .filter(reference -> reference.getObjectId() != null)
                    .map(reference -> new Branch(
                            reference.getName().substring(Constants.R_HEADS.length()),
                            reference.getObjectId().name()))
                    .sorted(Comparator.comparing(Branch::name))
                    .limit(CodeHost.MOST_BRANCHES)
                    .toList();
            return new RemoteRepository(born ? target.substring(Constants.R_HEADS.length()) : null, branches);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    void advertise(GitService service, @Nullable String protocol, OutputStream out) throws IOException {
        try (Repository repository = open()) {
            PacketLineOut lines = new PacketLineOut(out);
            var advertiser = new PacketLineOutRefAdvertiser(lines);
            switch (service) {
                case UPLOAD_PACK -> uploadPack(repository, protocol).sendAdvertisedRefs(advertiser, service.wireName());
                case RECEIVE_PACK -> {
                    lines.writeString("# service=" + service.wireName() + "\n");
                    lines.end();
                    receivePack(repository).sendAdvertisedRefs(advertiser);
                }
            }
            lines.flush();
        }
    }

    void upload(@Nullable String protocol, InputStream in, OutputStream out) throws IOException {
        try (Repository repository = open()) {
            uploadPack(repository, protocol).uploadWithExceptionPropagation(in, out, null);
        }
    }

    void receive(PushRule rule, long largestPack, InputStream in, OutputStream out) throws IOException {
        try (Repository repository = open()) {
            ReceivePack pack = receivePack(repository);
            pack.setMaxPackSizeLimit(largestPack);
            pack.setPreReceiveHook((unused, commands) -> refuse(rule, commands));
            pack.receiveWithExceptionPropagation(in, out, null);
        }
    }

    /** All or nothing: a push that oversteps in one reference is refused in all of them. */
    private static void refuse(PushRule rule, Collection<ReceiveCommand> commands) {
        if (commands.stream()
                .allMatch(command -> rule.refusal(command.getRefName()).isEmpty())) {
            return;
        }
        for (ReceiveCommand command : commands) {
            if (command.getResult() == ReceiveCommand.Result.NOT_ATTEMPTED) {
                command.setResult(
                        ReceiveCommand.Result.REJECTED_OTHER_REASON,
                        rule.refusal(command.getRefName()).orElse(PushCommands.OTHERS_REFUSED));
            }
        }
    }

    private static UploadPack uploadPack(Repository repository, @Nullable String protocol) {
        UploadPack pack = new UploadPack(repository);
        pack.setBiDirectionalPipe(false);
        if (protocol != null) {
            pack.setExtraParameters(Arrays.asList(protocol.split(":", -1)));
        }
        return pack;
    }

    private static ReceivePack receivePack(Repository repository) {
        // JGit would tidy up on a thread of its own; when the repository is tidied is its owner's business. Nothing is
        // saved.
        repository.getConfig().setBoolean("receive", null, "autogc", false);
        ReceivePack pack = new ReceivePack(repository);
        pack.setBiDirectionalPipe(false);
        pack.setCheckReceivedObjects(true);
        pack.setMaxObjectSizeLimit(LARGEST_OBJECT);
        pack.setAllowPushOptions(false);
        pack.setRefLogIdent(PUSHER);
        return pack;
    }

    private Repository open() {
        try {
            return FileKey.lenient(folder.toFile(), FS.DETECTED).open(true);
        } catch (RepositoryNotFoundException e) {
            throw new CodeHostFailure("There is no Git repository at this path.", false, e);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static CodeHostFailure unreadable(IOException cause) {
        return new CodeHostFailure("The repository cannot be read.", true, cause);
    }
}
