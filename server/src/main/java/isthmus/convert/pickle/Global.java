package isthmus.convert.pickle;

/** The name of something in a Python module, which is not looked up. */
record Global(String module, String name) {
    /** What stands for a value that lies outside of the pickle. */
    static final Global PERSISTENT = new Global("", "persistent");

    boolean is(String otherModule, String otherName) {
        return module.equals(otherModule) && name.equals(otherName);
    }
}
