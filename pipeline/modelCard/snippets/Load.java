import org.opencv.core.*;
import org.opencv.dnn.*;
import org.opencv.imgcodecs.Imgcodecs;

class Load {
  public static void main(String[] arguments) {
    System.loadLibrary(Core.NATIVE_LIBRARY_NAME);
    Net encoder = Dnn.readNetFromONNX("__ENCODER__");
    Net decoder = Dnn.readNetFromONNX("__DECODER__");

    Mat picture = Imgcodecs.imread("__EXAMPLE__", Imgcodecs.__IMREAD__);
    Size size = new Size(__WIDTH__, __HEIGHT__);
    Mat image = Dnn.blobFromImage(picture, 1 / 255.0, size, new Scalar(0), true);

    encoder.setInput(image);
    Mat latent = encoder.forward("__LATENT__");
    decoder.setInput(latent);
    Mat reconstruction = decoder.forward("__RECONSTRUCTION__");

    double error = Core.norm(image, reconstruction, Core.NORM_L2SQR) / image.total();
    System.out.println("latent of " + latent.total() + ", image of " + image.total() + " numbers");
    System.out.println("mean squared error " + error);
  }
}
