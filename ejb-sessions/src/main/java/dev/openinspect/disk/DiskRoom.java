package dev.openinspect.disk;

/** What the free space of a disk allows. A full disk would stop the database, so work ends before. */
public enum DiskRoom {
    ENOUGH,
    /** Below twice the floor: the operator is told. */
    LOW,
    /** Below the floor: nothing new is begun. */
    REFUSING,
    /** Below half of the floor: running turns end. */
    ENDING;

    /** @param floor 0 for none */
    static DiskRoom of(long free, long floor) {
        if (floor == 0 || free >= 2 * floor) {
            return ENOUGH;
        }
        if (free >= floor) {
            return LOW;
        }
        return free >= floor / 2 ? REFUSING : ENDING;
    }

    public boolean refuses() {
        return this == REFUSING || this == ENDING;
    }
}
