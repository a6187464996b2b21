package dev.openinspect.sandboxes;

/** The fake keeps the contract, or what is tested with it proves nothing. */
class FakeSandboxesTest extends SandboxProviderContract {
    private final FakeSandboxes sandboxes = new FakeSandboxes();

    @Override
    protected SandboxProvider provider() {
        return sandboxes;
    }

    @Override
    protected FakeSandboxes host() {
        return sandboxes;
    }
}
