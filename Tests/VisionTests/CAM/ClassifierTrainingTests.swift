import TestSupport
import Testing
import Vision

@Suite struct ClassifierTrainingTests {
  private static func training(_ extent: ClassifierTraining.Extent) -> ClassifierTraining {
    ClassifierTraining(
      extent: extent, stride: .thirtySecond,
      recipe: TrainingRecipe(epochs: 3, batch: 4, optimiser: .adamW(), rate: 1e-4, seed: 3),
      augmentation: Augmentation(longerSide: 40...56, crop: 40, colour: 0.2), views: 2)
  }

  /// Trains on the seeded images; also gives the checkpoints.
  private static func train(
    _ training: ClassifierTraining, _ backbone: ClassifierBackbone, resuming: [UInt8]? = nil,
    cacheBytes: Int = 1 << 20, workers: Int = 1
  ) throws -> (classifier: Classifier, progress: [ClassifierTraining.Progress]) {
    var progress: [ClassifierTraining.Progress] = []
    let classifier = try training.train(
      backbone: backbone, images: SeededClassifier.images(), classes: ["red", "blue"],
      resuming: resuming, cacheBytes: cacheBytes, workers: Workers(workers),
      image: SeededClassifier.pixels
    ) { progress.append($0) }
    return (classifier, progress)
  }

  static let extents: [ClassifierTraining.Extent] = [.head, .lastBlocks(1)]

  @Test(
    "going on from a checkpoint, another number of threads and no room for views change no bit",
    arguments: extents)
  func reproducibility(extent: ClassifierTraining.Extent) throws {
    let backbone = try SeededClassifier.backbone()
    let training = Self.training(extent)
    let whole = try Self.train(training, backbone)
    #expect(whole.progress.map(\.epoch) == [1, 2, 3])
    let resumed = try Self.train(
      training, backbone, resuming: whole.progress[0].checkpoint, cacheBytes: 0, workers: 2)
    #expect(resumed.progress.map(\.epoch) == [2, 3])
    #expect(resumed.classifier.stored == whole.classifier.stored)
    #expect(resumed.progress[1].checkpoint == whole.progress[2].checkpoint)
  }

  @Test("a classifier that was stored says the same when it is read", arguments: extents)
  func storing(extent: ClassifierTraining.Extent) throws {
    let backbone = try SeededClassifier.backbone()
    let classifier = try Self.train(Self.training(extent), backbone).classifier
    let file = try CheckpointFile(bytes: classifier.stored, name: "classifier")
    let read = try Classifier(file, backbone: backbone)
    let image = SeededClassifier.image(2, classes: [1, 2])
    #expect(
      read.logits(of: image, workers: .one) == classifier.logits(of: image, workers: Workers(2)))
    #expect(read.classes == 2 && read.stored == classifier.stored)
  }

  @Test("labels that cannot be learnt are named")
  func labels() throws {
    let backbone = try SeededClassifier.backbone()
    let training = Self.training(.head)
    var images = try SeededClassifier.images()
    #expect(throws: TrainingError.classesWithoutImages(["green"])) {
      try training.train(
        backbone: backbone, images: images, classes: ["red", "blue", "green"], workers: .one,
        image: SeededClassifier.pixels)
    }
    let bare = try ImageID("bare")
    images.append(LabelledImage(id: bare, classes: []))
    #expect(throws: TrainingError.imagesWithoutLabels([bare], count: 1)) {
      try training.train(
        backbone: backbone, images: images, classes: ["red", "blue"], workers: .one,
        image: SeededClassifier.pixels)
    }
  }

  @Test("a checkpoint of other settings or other labels is refused")
  func otherCheckpoint() throws {
    let backbone = try SeededClassifier.backbone()
    let checkpoint = try Self.train(Self.training(.head), backbone).progress[0].checkpoint
    var other = Self.training(.head)
    other.recipe.seed = 4
    #expect(throws: TrainingError.self) {
      _ = try Self.train(other, backbone, resuming: checkpoint)
    }
  }

  @Test("a file of another network is no backbone, and one of a backbone no classifier")
  func otherFiles() throws {
    let folder = try TemporaryFolder()
    let file = try SeededClassifier.checkpoint(in: folder)
    let backbone = try ClassifierBackbone(file)
    #expect(throws: TrainingError.self) { try Classifier(file, backbone: backbone) }
    let bytes = SafetensorsWriter.bytes([("weight", Tensor([1], shape: [1]))])
    #expect(throws: CheckpointError.self) {
      try ClassifierBackbone(CheckpointFile(bytes: bytes, name: "other"))
    }
  }

  @Test("an image that cannot be read ends the training with its own error")
  func unreadable() throws {
    let missing = ImageFileError.missing(path: "image1.jpg")
    let backbone = try SeededClassifier.backbone()
    #expect(throws: missing) {
      try Self.training(.head).train(
        backbone: backbone, images: SeededClassifier.images(), classes: ["red", "blue"],
        workers: .one
      ) { id in
        if id.name == "image1" { throw missing }
        return SeededClassifier.pixels(id)
      }
    }
  }

  @Test("every setting has a name of its own")
  func named() {
    let names = Self.training(.head).named.map(\.name)
    #expect(Set(names).count == names.count && names.count == 15)
  }
}
