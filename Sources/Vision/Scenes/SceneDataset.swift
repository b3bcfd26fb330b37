public enum SceneDataset {
  public static let version = 0
  public static func write(to folder: String, count: Int, seed: UInt64, jobs: Int) throws {}
  public static func open(_ folder: String, split: String) throws(DatasetError) -> Dataset {
    try VOCDevkit.open(path: folder, split: split)
  }
}
