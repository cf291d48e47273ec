using System.Text;
using PeerDevice.Wire.Http;

namespace PeerDevice.Tests.Http;

public class DateWriterTests
{
    [Fact]
    public void OneDateAfterTheOtherIsAsEachByItself()
    {
        long[] days = { 0, 784080000, 951782400, 4102444800, 253402214400 };
        long[] seconds = { 0, 1, 59, 60, 3599, 3600, 43199, 86399 };
        DateWriter dates = new DateWriter();
        byte[] written = new byte[40];
        byte[] alone = new byte[40];
        for (int i = 0; i < days.Length * days.Length * seconds.Length; i++)
        {
            // Each day behind each other, and behind itself.
            long moment = days[(i / 3 * (i / 40 + 1)) % days.Length] + seconds[i % seconds.Length];
            dates.Put(moment, written, 5);
            HttpDate.Put(moment, alone, 5);
            Assert.Equal(Encoding.ASCII.GetString(alone), Encoding.ASCII.GetString(written));
        }
    }
}
